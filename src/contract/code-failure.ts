/**
 * Why a code could not be opened. `format`: not laid out as one. `auth_tag`: it was changed, or sealed with another key or for
 * another order, which the cipher can't tell apart.
 */
export const codeFailures = ['format', 'auth_tag'] as const;
export type CodeFailure = (typeof codeFailures)[number];
