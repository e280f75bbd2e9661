import { request as httpRequest } from 'node:http';
import { listeningServer } from '../support/listening-server.js';

/** Stands before an API that seems to have no such path: answers it with 404, and passes everything else on. */
export async function hidingProxy(apiUrl: string, hiddenPath: string): Promise<string> {
  const port = await listeningServer((request, response) => {
    const { method, headers, url = '/' } = request;
    if (url === hiddenPath) {
      response.writeHead(404).end();
      return;
    }
    const onward = httpRequest(apiUrl + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return `http://127.0.0.1:${port}`;
}
