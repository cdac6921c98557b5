//! Numbers as Terraform writes and reads them.

/// How many digits of a fraction count: as many as a binary number of 64 bits always keeps.
const DIGITS: usize = 15;

/// A number as it stands in a text: without an exponent, and without a fraction that is zero.
///
/// Terraform calculates with 512 bits, where 0.1 + 0.2 is 0.3. What 64 bits add to it is left out.
pub(crate) fn format_number(number: f64) -> String {
    if number.fract() == 0.0 || !number.is_finite() {
        number.to_string()
    } else {
        rounded(number).to_string()
    }
}

/// The number that a text holds, where it holds one and nothing else.
pub(super) fn parse_number(text: &str) -> Option<f64> {
    // Rust reads words such as "nan" too.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

/// Whether two numbers are one, as far as 64 bits can tell.
pub(super) fn same_number(one: f64, other: f64) -> bool {
    let fractions = one.fract() != 0.0 || other.fract() != 0.0;
    // Whole numbers are compared as they are: nothing was lost there.
    one == other || (fractions && rounded(one) == rounded(other))
}

fn rounded(number: f64) -> f64 {
    format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number)
}

/// A number as a whole number, where it is one.
pub(super) fn whole(number: f64) -> Option<i64> {
    // Beyond this, a number of 64 bits no longer tells neighbours apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_terraform_writes_them() {
        let cases = [
            (5.0, "5"),
            (0.5, "0.5"),
            (-1.0, "-1"),
            (-0.0, "-0"),
            (1e21, "1000000000000000000000"),
            (0.1 + 0.2, "0.3"),
            (1e-7, "0.0000001"),
            (123_456_789_012.0, "123456789012"),
            (9_007_199_254_740_991.0, "9007199254740991"),
        ];
        for (number, text) in cases {
            assert_eq!(format_number(number), text);
        }
    }

    #[test]
    fn numbers_are_read_as_terraform_reads_them() {
        for (text, number) in
            [("+1", 1.0), ("1e3", 1000.0), (".5", 0.5), ("5.", 5.0), ("007", 7.0), ("-2.5", -2.5)]
        {
            assert_eq!(parse_number(text), Some(number), "{text}");
        }
        for text in ["", " 1", "1 ", "1_000", "0x1F", "0b1", "nan", "a", "-", "1e400"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_are_compared_by_the_digits_that_count() {
        assert!(same_number(0.1 + 0.2, 0.3));
        assert!(same_number(0.0, -0.0));
        assert!(!same_number(0.3, 0.31));
        assert!(!same_number(9_007_199_254_740_991.0, 9_007_199_254_740_990.0));
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(whole(-3.0), Some(-3));
        assert_eq!(whole(0.5), None);
        assert_eq!(whole(1e300), None);
        assert_eq!(whole(f64::INFINITY), None);
    }
}
