import * as fc from "fast-check";

/** A mutant meets the same cases whenever it is run, and one that fails needs no smaller example. */
fc.configureGlobal({ seed: 1, endOnFailure: true });
