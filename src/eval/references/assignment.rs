//! The best pairing of rows with columns (Kuhn and Munkres, with potentials: cubic time).

/// The greatest sum of `worth` over pairs that use each row and each column once at most.
pub(super) fn best_assignment(
    n_rows: usize,
    n_columns: usize,
    worth: &dyn Fn(usize, usize) -> f64,
) -> f64 {
    if n_rows > n_columns {
        return best_assignment(n_columns, n_rows, &|row, column| worth(column, row));
    }
    // Rows and columns count from 1; 0 is none.
    let mut of_rows = vec![0.0; n_rows + 1];
    let mut of_columns = vec![0.0; n_columns + 1];
    let mut row_of = vec![0_usize; n_columns + 1];
    for row in 1..=n_rows {
        let mut least = vec![f64::INFINITY; n_columns + 1];
        let mut used = vec![false; n_columns + 1];
        let mut from = vec![0_usize; n_columns + 1];
        set(&mut row_of, 0, row);
        let mut column = 0;
        loop {
            set(&mut used, column, true);
            let here = get(&row_of, column);
            let mut step = f64::INFINITY;
            let mut next = 0;
            for other in 1..=n_columns {
                if get(&used, other) {
                    continue;
                }
                let cost =
                    -worth(here - 1, other - 1) - get(&of_rows, here) - get(&of_columns, other);
                if cost < get(&least, other) {
                    set(&mut least, other, cost);
                    set(&mut from, other, column);
                }
                if get(&least, other) < step {
                    step = get(&least, other);
                    next = other;
                }
            }
            for other in 0..=n_columns {
                if get(&used, other) {
                    let row = get(&row_of, other);
                    let raised = get(&of_rows, row) + step;
                    set(&mut of_rows, row, raised);
                    let lowered = get(&of_columns, other) - step;
                    set(&mut of_columns, other, lowered);
                } else {
                    let less = get(&least, other) - step;
                    set(&mut least, other, less);
                }
            }
            column = next;
            if get(&row_of, column) == 0 {
                break;
            }
        }
        while column != 0 {
            let before = get(&from, column);
            let row = get(&row_of, before);
            set(&mut row_of, column, row);
            column = before;
        }
    }
    row_of
        .iter()
        .enumerate()
        .skip(1)
        .filter(|&(_, &row)| row > 0)
        .map(|(column, &row)| worth(row - 1, column - 1))
        .sum()
}

fn get<T: Copy + Default>(line: &[T], idx: usize) -> T {
    line.get(idx).copied().unwrap_or_default()
}

fn set<T>(line: &mut [T], idx: usize, value: T) {
    if let Some(own) = line.get_mut(idx) {
        *own = value;
    }
}
