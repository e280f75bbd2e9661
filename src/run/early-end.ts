/** Why a load ended before its schedule did, where the run decided that itself. */
export interface EarlyEnd {
  /**
   * Who gave cause. `user`: somebody asked for it, which says nothing of the API. `api`: it broke a rule of the profile,
   * so the run fails. `instrument`: foxload or its machine did, so the run is invalid.
   */
  readonly cause: 'user' | 'api' | 'instrument';
  readonly sentence: string;
}
