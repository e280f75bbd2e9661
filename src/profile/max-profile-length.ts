/** A larger file is no profile. It also bounds the work that a hostile one can cause. */
export const maxProfileLength = 128 * 1024;
