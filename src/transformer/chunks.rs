//! [`windows`]: how a text longer than the model's window is cut.
//!
//! Neighbouring windows share a quarter of what the model can see, and each token is read in
//! the window in which it stands farthest from a cut. Windows are as few as that allows and
//! of one length, so that none at the end sees little.

use std::ops::Range;

/// Part of a sequence of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// What the model sees.
    pub(super) tokens: Range<usize>,
    /// The tokens whose result is taken from here: together they are all tokens, each once.
    pub(super) owned: Range<usize>,
}

/// Windows of at most `capacity` tokens over `n_tokens`, in order; no tokens need none.
pub(super) fn windows(n_tokens: usize, capacity: usize) -> Vec<Window> {
    let capacity = capacity.max(1);
    let overlap = capacity / 4;
    let count = n_tokens
        .saturating_sub(overlap)
        .div_ceil(capacity - overlap)
        .max(usize::from(n_tokens > 0));
    let length = if count > 1 {
        (n_tokens + (count - 1) * overlap).div_ceil(count)
    } else {
        n_tokens
    };
    let start = |idx: usize| {
        let rest = (n_tokens - length) * idx;
        rest.checked_div(count - 1).unwrap_or_default()
    };
    // Where the distance to the end of one window equals that to the start of the next.
    let border = |idx: usize| match idx {
        0 => 0,
        _ if idx == count => n_tokens,
        _ => (start(idx - 1) + length + start(idx)).div_ceil(2),
    };
    (0..count)
        .map(|idx| Window {
            tokens: start(idx)..start(idx) + length,
            owned: border(idx)..border(idx + 1),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance of `token` to the nearest cut of `window`; the ends of the text are none.
    fn distance(window: &Window, token: usize, n_tokens: usize) -> usize {
        let left = match window.tokens.start {
            0 => usize::MAX,
            start => token - start,
        };
        let right = match window.tokens.end {
            end if end == n_tokens => usize::MAX,
            end => end - 1 - token,
        };
        left.min(right)
    }

    #[test]
    fn each_token_is_read_once_and_where_it_stands_farthest_from_a_cut() {
        for capacity in [1, 2, 3, 7, 16, 62] {
            for n_tokens in 0..300 {
                let windows = windows(n_tokens, capacity);
                let mut next = 0;
                for window in &windows {
                    assert!(window.tokens.len() <= capacity);
                    assert_eq!(window.owned.start, next);
                    next = window.owned.end;
                    for token in window.owned.clone() {
                        assert!(window.tokens.contains(&token));
                        let own = distance(window, token, n_tokens);
                        for other in windows.iter().filter(|w| w.tokens.contains(&token)) {
                            assert!(distance(other, token, n_tokens) <= own);
                        }
                    }
                }
                assert_eq!(next, n_tokens);
            }
        }
    }

    #[test]
    fn no_token_stands_at_a_cut_and_work_is_linear() {
        for n_tokens in [513, 600, 1000, 5000, 100_000] {
            let windows = windows(n_tokens, 510);
            for window in &windows {
                let [first, last] = [window.owned.start, window.owned.end - 1];
                assert!(distance(window, first, n_tokens) >= 62);
                assert!(distance(window, last, n_tokens) >= 62);
            }
            let seen: usize = windows.iter().map(|window| window.tokens.len()).sum();
            assert!(seen <= n_tokens * 4 / 3 + 510, "{n_tokens}: {seen}");
        }
    }

    #[test]
    fn what_fits_is_not_cut() {
        let whole = Window {
            tokens: 0..62,
            owned: 0..62,
        };
        assert_eq!(windows(62, 62), [whole]);
        assert_eq!(windows(63, 62).len(), 2);
        assert_eq!(windows(0, 62), []);
    }
}
