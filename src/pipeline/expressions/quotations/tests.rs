//! Tables of the rules of quotations.
