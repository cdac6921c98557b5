//! Refusals of AWS without who was refused: a message names its caller, and reports are passed on.

/// What begins the caller's name in a refusal, and what ends it.
const USER: &str = "User: ";
const REFUSED: &str = "is not authorized";

/// What AWS said, without the ARNs of users, roles and sessions; which action was refused, and of what, stays.
pub(super) fn without_principals(message: &str) -> String {
    let mut rest = message;
    let mut said = String::with_capacity(message.len());
    // A caller's name has no white space in it: what does is another sentence.
    while let Some((before, after)) = rest.split_once(USER) {
        said.push_str(before);
        let tail = after.split_once(' ').map_or("", |(_, tail)| tail);
        match tail.strip_prefix(REFUSED) {
            Some(tail) => {
                said.push_str("not authorized");
                rest = tail;
            }
            None => {
                said.push_str(USER);
                rest = after;
            }
        }
    }
    said.push_str(rest);
    said.split_inclusive(char::is_whitespace).map(without_arn).collect()
}

/// A word without the ARN of IAM or STS that it holds, to its end.
fn without_arn(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let is_principal = |at: usize| {
        let mut parts = lower.get(at..).unwrap_or_default().split(':').skip(2);
        matches!(parts.next(), Some("iam" | "sts"))
    };
    match lower.match_indices("arn:").map(|(at, _)| at).find(|at| is_principal(*at)) {
        Some(at) => {
            let space: String = word.chars().rev().take_while(|letter| letter.is_whitespace()).collect();
            format!("{}…{space}", word.get(..at).unwrap_or_default())
        }
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_action_stays_and_the_caller_goes() {
        for (message, told) in [
            (
                "User: arn:aws:sts::111122223333:assumed-role/audit/jo is not authorized to perform: \
                 elasticache:DescribeEvents on resource: arn:aws:elasticache:eu-west-1:111122223333:event:*",
                "not authorized to perform: elasticache:DescribeEvents on resource: \
                 arn:aws:elasticache:eu-west-1:111122223333:event:*",
            ),
            ("User: anonymous is not authorized", "not authorized"),
            (
                "User: jo\nis not authorized, (ARN:aws-cn:IAM::1:user/jo) too",
                "User: jo\nis not authorized, (… too",
            ),
            ("User: \u{e9} User: x is not authorized", "User: \u{e9} not authorized"),
            ("denied by\targ:arn:aws:iam::1:policy/x\tagain", "denied by\targ:…\tagain"),
            ("User: ", "User: "),
            ("Rate exceeded", "Rate exceeded"),
        ] {
            assert_eq!(without_principals(message), told);
        }
    }
}
