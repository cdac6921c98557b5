//! The check of a condition when its rule is loaded: a misspelt attribute can't hide behind `||`.

use std::collections::HashMap;

use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue};

use crate::model::Version;

use super::vocabulary::{FUNCTIONS, GROUP, NODE, SHARD, Type};

/// How deep comprehensions (`exists`, `all`, `map`, `filter`) may nest: CEL has no cost limit.
const MAX_COMPREHENSIONS: usize = 2;

/// What is wrong with a condition, at which node of it.
#[derive(Debug)]
pub(super) struct TypeFault {
    pub(super) node: u64,
    pub(super) message: String,
    pub(super) help: String,
}

/// The names a condition can see.
pub(super) type Names = HashMap<String, Type>;

/// Checks an expression and returns its type.
pub(super) fn type_of(expr: &IdedExpr, names: &Names) -> Result<Type, TypeFault> {
    Checker { depth: 0 }.type_of(expr, names)
}

struct Checker {
    depth: usize,
}

impl Checker {
    fn type_of(&mut self, expr: &IdedExpr, names: &Names) -> Result<Type, TypeFault> {
        match &expr.expr {
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident(name) => names.get(name).copied().ok_or_else(|| {
                let known = names.keys().map(String::as_str).filter(|name| !name.starts_with('@'));
                misspelt(expr.id, "name", name, known)
            }),
            Expr::Select(select) => {
                let of = self.type_of(&select.operand, names)?;
                attribute(expr.id, of, &select.field)
            }
            Expr::Call(call) => self.call(expr.id, call, names),
            Expr::Comprehension(comprehension) => self.comprehension(expr.id, comprehension, names),
            Expr::List(list) => {
                let types = list.elements.iter().map(|item| self.type_of(item, names));
                let types = types.collect::<Result<Vec<_>, _>>()?;
                Ok(types.first().map_or(Type::Any, |first| first.list()))
            }
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Err(TypeFault {
                node: expr.id,
                message: "maps have no use in a condition".into(),
                help: "use attributes, lists and functions".into(),
            }),
        }
    }

    fn call(&mut self, node: u64, call: &CallExpr, names: &Names) -> Result<Type, TypeFault> {
        let target = call.target.as_deref();
        let arguments = target.into_iter().chain(&call.args).map(|argument| self.type_of(argument, names));
        let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
        let first = arguments.first().copied().unwrap_or(Type::Any);
        match call.func_name.as_str() {
            op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT | op::NOT_STRICTLY_FALSE => Ok(Type::Bool),
            op::EQUALS
            | op::NOT_EQUALS
            | op::LESS
            | op::LESS_EQUALS
            | op::GREATER
            | op::GREATER_EQUALS
            | op::IN => {
                known_word(node, call)?;
                comparable(node, &arguments)
            }
            op::CONDITIONAL => Ok(arguments.get(1).copied().unwrap_or(Type::Any)),
            op::INDEX => first.element().ok_or_else(|| no_list(node, first)),
            op::ADD => added(node, &arguments),
            op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::MODULO | op::NEGATE => numbers(node, &arguments),
            "size" => Ok(Type::Int),
            "startsWith" | "endsWith" | "contains" if target.is_some() => Ok(Type::Bool),
            "before" => {
                literal_version(node, call)?;
                own_function(node, "before", target.is_some(), &arguments)
            }
            name => own_function(node, name, target.is_some(), &arguments),
        }
    }

    fn comprehension(
        &mut self,
        node: u64,
        comprehension: &ComprehensionExpr,
        names: &Names,
    ) -> Result<Type, TypeFault> {
        let range = self.type_of(&comprehension.iter_range, names)?;
        let element = range.element().ok_or_else(|| no_list(comprehension.iter_range.id, range))?;
        self.depth += 1;
        if self.depth > MAX_COMPREHENSIONS {
            return Err(TypeFault {
                node,
                message: format!("more than {MAX_COMPREHENSIONS} lists are gone through inside each other"),
                help: "use one_zone, most_in_one_zone or zone_count, which go through a list themselves"
                    .into(),
            });
        }
        let init = self.type_of(&comprehension.accu_init, names)?;
        let mut inner = names.clone();
        inner.insert(comprehension.iter_var.clone(), element);
        inner.insert(comprehension.accu_var.clone(), init);
        self.type_of(&comprehension.loop_cond, &inner)?;
        let step = self.type_of(&comprehension.loop_step, &inner)?;
        inner.insert(comprehension.accu_var.clone(), step);
        let result = self.type_of(&comprehension.result, &inner)?;
        self.depth -= 1;
        Ok(result)
    }
}

fn literal_type(literal: &LiteralValue) -> Type {
    match literal {
        LiteralValue::Boolean(_) => Type::Bool,
        LiteralValue::Int(_) | LiteralValue::UInt(_) => Type::Int,
        LiteralValue::String(_) => Type::Text,
        _ => Type::Any,
    }
}

/// The type of an attribute of the group, a shard or a node.
pub(super) fn attribute(node: u64, of: Type, field: &str) -> Result<Type, TypeFault> {
    let rows: Vec<(&str, Type)> = match of {
        Type::Any => return Ok(Type::Any),
        Type::Group => GROUP.iter().map(|a| (a.name, a.is)).collect(),
        Type::Shard => SHARD.iter().map(|a| (a.name, a.is)).collect(),
        Type::Node => NODE.iter().map(|a| (a.name, a.is)).collect(),
        _ => Vec::new(),
    };
    let found = rows.iter().find(|(name, _)| *name == field).map(|(_, is)| *is);
    found.ok_or_else(|| {
        let what = format!("attribute of {}", of.with_article());
        misspelt(node, &what, field, rows.iter().map(|(name, _)| *name))
    })
}

/// The words an attribute can have; anything else would never be true.
const WORDS: &[(&str, &[&str])] = &[
    ("cluster_mode", &["enabled", "disabled", "compatible"]),
    ("engine", &["redis", "valkey"]),
    ("role", &["primary", "replica"]),
];

/// Refuses a comparison with a word that the attribute never has.
fn known_word(node: u64, call: &CallExpr) -> Result<(), TypeFault> {
    let field = call.args.iter().find_map(|argument| match &argument.expr {
        Expr::Select(select) => Some(select.field.as_str()),
        _ => None,
    });
    let word = call.args.iter().find_map(|argument| match &argument.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    });
    let words = field.and_then(|field| WORDS.iter().find(|(name, _)| *name == field));
    match (words, word) {
        (Some((_, words)), Some(word)) if !words.contains(&word) => {
            Err(misspelt(node, "value", word, words.iter().copied()))
        }
        _ => Ok(()),
    }
}

fn comparable(node: u64, arguments: &[Type]) -> Result<Type, TypeFault> {
    let opaque = |t: &Type| matches!(t, Type::Zone | Type::Zones | Type::Version);
    match arguments.iter().find(|t| opaque(t)) {
        None => alike(node, arguments),
        Some(Type::Version) => Err(TypeFault {
            node,
            message: "engine versions can't be compared with operators: one may only be bounded".into(),
            help: "write before(group.engine_version, \"2.8.6\")".into(),
        }),
        Some(_) => Err(TypeFault {
            node,
            message: "zones can't be compared with operators: a name and an id have no answer".into(),
            help: "write same(a, b) or differs(a, b)".into(),
        }),
    }
}

/// Values of different types are never equal and have no order; `in` compares with an element.
fn alike(node: u64, arguments: &[Type]) -> Result<Type, TypeFault> {
    let [a, b] = arguments else { return Ok(Type::Bool) };
    let element = b.element().unwrap_or(*b);
    if [*a, *b, element].contains(&Type::Any) || a == b || *a == element {
        return Ok(Type::Bool);
    }
    Err(TypeFault {
        node,
        message: format!("{} can't be compared with {}", a.with_article(), b.with_article()),
        help: "compare values of one type".into(),
    })
}

/// `before` with a text that is no version would fail for every group.
fn literal_version(node: u64, call: &CallExpr) -> Result<(), TypeFault> {
    match call.args.get(1).map(|argument| &argument.expr) {
        Some(Expr::Literal(LiteralValue::String(text))) if Version::parse(text.inner()).is_none() => {
            Err(TypeFault {
                node,
                message: format!("`{}` is no version", text.inner()),
                help: "write one such as \"2.8.6\"".into(),
            })
        }
        _ => Ok(()),
    }
}

fn own_function(node: u64, name: &str, member: bool, given: &[Type]) -> Result<Type, TypeFault> {
    let known = FUNCTIONS.iter().find(|(function, ..)| *function == name && !member);
    let Some((_, wanted, result, _)) = known else {
        let all = FUNCTIONS.iter().map(|(function, ..)| *function).chain(["size"]);
        return Err(misspelt(node, "function", name, all));
    };
    let fits = |(given, wanted): (&Type, &Type)| given == wanted || [*given, *wanted].contains(&Type::Any);
    if given.len() == wanted.len() && given.iter().zip(*wanted).all(fits) {
        return Ok(*result);
    }
    let wanted: Vec<_> = wanted.iter().map(|t| t.name()).collect();
    let given: Vec<_> = given.iter().map(|t| t.name()).collect();
    Err(TypeFault {
        node,
        message: format!("{name}({}) can't take ({})", wanted.join(", "), given.join(", ")),
        help: "see `multiaz rules --vocabulary` for what each function takes".into(),
    })
}

/// The sum of two values of one type.
fn added(node: u64, arguments: &[Type]) -> Result<Type, TypeFault> {
    alike(node, arguments)?;
    Ok(arguments.iter().copied().find(|t| *t != Type::Any).unwrap_or(Type::Any))
}

fn numbers(node: u64, arguments: &[Type]) -> Result<Type, TypeFault> {
    match arguments.iter().find(|t| !matches!(t, Type::Int | Type::Any)) {
        None => Ok(Type::Int),
        Some(other) => Err(TypeFault {
            node,
            message: format!("numbers belong here, this is {}", other.with_article()),
            help: "count with size() or compare".into(),
        }),
    }
}

fn no_list(node: u64, is: Type) -> TypeFault {
    TypeFault {
        node,
        message: format!("a list belongs here, this is {}", is.with_article()),
        help: "see `multiaz rules --vocabulary` for the lists there are".into(),
    }
}

fn misspelt<'a>(node: u64, what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> TypeFault {
    let nearest = known
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .min()
        .filter(|(distance, known)| *distance <= known.len().max(3) / 2);
    let help = match nearest {
        Some((_, known)) => format!("did you mean `{known}`?"),
        None => "see `multiaz rules --vocabulary` for what there is".into(),
    };
    TypeFault { node, message: format!("there is no {what} `{name}`"), help }
}
