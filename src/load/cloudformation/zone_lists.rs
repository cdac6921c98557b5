//! `Fn::Select` and `Fn::GetAZs`: elements of lists, and zones whose names only an account knows.

use crate::model::Zone;
use crate::source::{Node, Span, count_word};

use super::evaluate::{Evaluator, arguments, function};
use super::value::{Resolved, Value, Why, unlisted};

/// Zones written as the region's name and a letter, where the region is not known.
const LETTERED: &str = "${AWS::Region}";

impl<'t> Evaluator<'t> {
    /// `Fn::Select`: an element of a list, or a zone without a name.
    pub(super) fn select(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let [index, items] = arguments(argument) else {
            return Resolved::unknown(Why::malformed("Fn::Select"), at);
        };
        let index = self.resolve(index);
        let number = match index.as_text() {
            Ok(text) => match count_word(text) {
                Some(number) => number,
                None => return Resolved::unknown(Why::malformed("Fn::Select"), at),
            },
            Err(why) => return Resolved::unknown(why, at).resting_on(&index),
        };
        let items = self.resolve(items);
        let chosen = match &items.value {
            Ok(Value::Zones(name)) => {
                let zone = Zone::Symbol { list: name.clone(), index: number };
                Resolved::known(Value::Zone { zone, nameless: unlisted(name) }, at)
            }
            Ok(Value::List(all)) => match all.get(number as usize) {
                Some(item) => Resolved { at, ..item.clone() },
                None => Resolved::unknown(
                    Why::new("Fn::Select", "asks for an element past the end of its list", "mend its index"),
                    at,
                ),
            },
            Ok(_) => Resolved::unknown(Why::malformed("Fn::Select"), at),
            Err(why) => Resolved::unknown(why.clone(), at),
        };
        chosen.resting_on(&items).resting_on(&index)
    }

    /// `Fn::GetAZs`: the zones of a region; an empty region is the stack's own.
    pub(super) fn get_azs(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let here = || self.template.given.get("AWS::Region").unwrap_or("AWS::Region").to_owned();
        // The argument of a tagged call is the tagged value itself.
        let region = if argument.tag.as_deref() == Some("GetAZs") {
            self.plain_region(argument)
        } else {
            self.resolve(argument)
        };
        let name = match region.as_text() {
            Ok(text) if text.trim().is_empty() => here(),
            Ok(text) => text.to_owned(),
            Err(why) if why == region_unknown() => here(),
            Err(why) => return Resolved::unknown(why, at).resting_on(&region),
        };
        Resolved::known(Value::Zones(format!("Fn::GetAZs {name}")), at).resting_on(&region)
    }

    /// What stands behind `!GetAZs`: nothing, a text, a function in its long form, or a list of one.
    fn plain_region(&self, argument: &'t Node) -> Resolved<'t> {
        match argument.items() {
            [one] => self.resolve(one),
            _ if argument.is_null() => Resolved::text("", argument.span),
            _ => match function(argument) {
                Some((name, inner)) => self.function(name, inner, argument.span),
                None => self.plain(argument),
            },
        }
    }
}

/// Why the stack's own region is not known.
pub(super) fn region_unknown() -> Why {
    Why::valueless("pseudo parameter", "AWS::Region")
}

/// `${AWS::Region}a`: the region's name is not known, but its zones `a` and `b` surely differ.
pub(super) fn lettered<'t>(suffix: &str, why: Why) -> Result<Value<'t>, Why> {
    match suffix.as_bytes() {
        [letter @ b'a'..=b'z'] => {
            let zone = Zone::Symbol { list: LETTERED.into(), index: u32::from(letter - b'a') };
            Ok(Value::Zone { zone, nameless: why })
        }
        _ => Err(why),
    }
}
