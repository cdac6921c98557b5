//! Conditions: three-valued, and `Fn::If` on top of them.

use crate::source::{Node, Span, bool_word};

use super::evaluate::{Call, Evaluator, arguments, call};
use super::value::{Resolved, Why};

/// Whether a condition holds, and on whose values that rests.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// True, false, or why it is undecided.
    pub(super) holds: Result<bool, Why>,
    /// Whose values it rests on.
    pub(super) via: Vec<String>,
}

impl Decision {
    fn undecided(why: Why) -> Decision {
        Decision { holds: Err(why), via: Vec::new() }
    }
}

impl<'t> Evaluator<'t> {
    /// Decides a condition by its name.
    pub(super) fn condition(&self, name: &str) -> Decision {
        let subject = || format!("condition {name}");
        let Some(entry) = self.template.condition(name) else {
            let why = Why::new(subject(), "is not in this template", "declare it under Conditions");
            return Decision::undecided(why);
        };
        if let Some(holds) = self.assumed.get(name) {
            return Decision { holds: Ok(*holds), via: Vec::new() };
        }
        let earlier = self.decided.borrow().get(name).cloned();
        match earlier {
            Some(Some(decision)) => return decision,
            Some(None) => {
                return Decision::undecided(Why::new(subject(), "refers to itself", "break the circle"));
            }
            None => {}
        }
        self.decided.borrow_mut().insert(&entry.key, None);
        let mut decision = self.deeper(|| self.decide(&entry.value)).unwrap_or_else(Decision::undecided);
        decision.holds = decision.holds.map_err(|why| why.behind(name));
        self.decided.borrow_mut().insert(&entry.key, Some(decision.clone()));
        decision
    }

    /// Decides an expression of the `Conditions` section.
    pub(super) fn decide(&self, node: &'t Node) -> Decision {
        let step = || match condition_call(node) {
            Some(("Condition", name)) => match name.as_str() {
                Some(name) => self.condition(name),
                None => Decision::undecided(Why::malformed("Condition")),
            },
            Some(("Equals", argument)) => self.equals(argument),
            Some(("And", argument)) => self.several(arguments(argument), false),
            Some(("Or", argument)) => self.several(arguments(argument), true),
            Some(("Not", argument)) => match arguments(argument) {
                [one] => {
                    let Decision { holds, via } = self.decide(one);
                    Decision { holds: holds.map(|holds| !holds), via }
                }
                _ => Decision::undecided(Why::malformed("Fn::Not")),
            },
            Some((other, _)) => Decision::undecided(Why::malformed(&format!("Fn::{other}"))),
            None => Decision::undecided(Why::new(
                "the condition",
                "is no function of CloudFormation",
                "write it with Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition",
            )),
        };
        self.deeper(step).unwrap_or_else(Decision::undecided)
    }

    /// `And` is false if any is (`settling` false), `Or` is true if any is, whatever is unknown.
    fn several(&self, operands: &'t [Node], settling: bool) -> Decision {
        let mut via = Vec::new();
        let mut open = None;
        for operand in operands {
            let decision = self.decide(operand);
            match decision.holds {
                Ok(holds) if holds == settling => return Decision { holds: Ok(holds), via: decision.via },
                Ok(_) => via.extend(decision.via),
                Err(why) => open = open.or(Some(why)),
            }
        }
        Decision { holds: open.map_or(Ok(!settling), Err), via }
    }

    fn equals(&self, argument: &'t Node) -> Decision {
        let [left, right] = arguments(argument) else {
            return Decision::undecided(Why::malformed("Fn::Equals"));
        };
        let (left, right) = (self.resolve(left), self.resolve(right));
        let both = Resolved::text("", left.at).resting_on(&left).resting_on(&right);
        let holds = match (left.as_text(), right.as_text()) {
            _ if left.same(&right) => Ok(true),
            (Ok(a), Ok(b)) if same_boolean(a, b) => Err(Why::new(
                "Fn::Equals",
                "compares two spellings of one boolean",
                "write both as \"true\" or \"false\"",
            )),
            (Ok(a), Ok(b)) => Ok(a == b),
            (Err(why), _) | (_, Err(why)) => Err(why),
        };
        Decision { holds, via: both.via }
    }

    /// `Fn::If`: the branch the condition picks; an undecided one where both come to the same.
    pub(super) fn choose(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let [name, when_true, when_false] = arguments(argument) else {
            return Resolved::unknown(Why::malformed("Fn::If"), at);
        };
        let Some(name) = name.as_str() else {
            return Resolved::unknown(Why::malformed("Fn::If"), at);
        };
        let decision = self.condition(name);
        let mut chosen = match decision.holds {
            Ok(true) => self.resolve(when_true),
            Ok(false) => self.resolve(when_false),
            Err(why) => either(self.resolve(when_true), self.resolve(when_false), why, at),
        };
        chosen.rest(&decision.via);
        chosen
    }

    /// What holds wherever a resource with this condition exists.
    pub(super) fn assume(&mut self, name: &'t str, holds: bool) {
        let mut pending = vec![(name, holds)];
        while let Some((name, holds)) = pending.pop() {
            let Some(entry) = self.template.condition(name) else { continue };
            if self.assumed.insert(name, holds).is_none() {
                implied(&entry.value, holds, 0, &mut pending);
            }
        }
    }
}

/// The conditions that must hold, or must not, for an expression to come to `holds`.
fn implied<'t>(node: &'t Node, holds: bool, depth: usize, found: &mut Vec<(&'t str, bool)>) {
    // Trees are 128 levels deep at most: the bound only says so.
    if depth > crate::source::MAX_DEPTH {
        return;
    }
    match condition_call(node) {
        Some(("Condition", name)) => found.extend(name.as_str().map(|name| (name, holds))),
        Some(("And", argument)) if holds => {
            arguments(argument).iter().for_each(|one| implied(one, true, depth + 1, found));
        }
        Some(("Or", argument)) if !holds => {
            arguments(argument).iter().for_each(|one| implied(one, false, depth + 1, found));
        }
        Some(("Not", argument)) => {
            arguments(argument).iter().for_each(|one| implied(one, !holds, depth + 1, found));
        }
        _ => {}
    }
}

/// A function of the `Conditions` section, where `Condition` is one too.
fn condition_call(node: &Node) -> Option<(&str, &Node)> {
    if let Call::Function(name, argument) = call(node) {
        return Some((name, argument));
    }
    match node.entries() {
        [only] if only.key == "Condition" => Some(("Condition", &only.value)),
        _ => None,
    }
}

/// Either of two branches: known where they are the same.
fn either<'t>(a: Resolved<'t>, b: Resolved<'t>, why: Why, at: Span) -> Resolved<'t> {
    if a.same(&b) {
        return a.resting_on(&b);
    }
    let vanishes =
        |one: &Resolved<'_>| one.may_vanish || matches!(one.value, Ok(super::value::Value::Nothing));
    let may_vanish = vanishes(&a) || vanishes(&b);
    let mut open = Resolved::unknown(why, at).resting_on(&a).resting_on(&b);
    open.may_vanish = may_vanish;
    open
}

/// Whether two texts are one boolean in two spellings, `yes` and `true`: whether CloudFormation
/// takes them for equal depends on how each is quoted.
fn same_boolean(a: &str, b: &str) -> bool {
    a != b && bool_word(a).is_some() && bool_word(a) == bool_word(b)
}
