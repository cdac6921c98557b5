//! The tree that both syntaxes become: bodies, blocks, attributes, and expressions with their places.

use crate::source::Span;

/// Attributes and blocks, as they stand between two braces or in a whole file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// `name = expression`, in the order written.
    pub attributes: Vec<Attribute>,
    /// `kind "label" { … }`, in the order written.
    pub blocks: Vec<Block>,
}

/// One `name = expression`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// The name's place.
    pub name_span: Span,
    /// The value.
    pub value: Expression,
}

/// One `kind "label" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The word it opens with.
    pub kind: String,
    /// Its labels, in order.
    pub labels: Vec<String>,
    /// What names it: the last label's place, else the first word's.
    pub at: Span,
    /// All of it.
    pub span: Span,
    /// What stands in it.
    pub body: Body,
}

/// An expression and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands, parentheses included.
    pub span: Span,
}

/// The kinds of [`Expression`].
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text without interpolation.
    Text(String),
    /// A text with interpolation or directives.
    Template(Vec<Part>),
    /// `[a, b]`.
    Tuple(Vec<Expression>),
    /// `{ a = b }`; a key that is a bare word is a [`Text`](Self::Text).
    Object(Vec<(Expression, Expression)>),
    /// `name`, the beginning of every reference.
    Name(String),
    /// An expression and the steps into its value.
    Traversal(Box<Expression>, Vec<Step>),
    /// `name(a, b...)`.
    Call(Call),
    /// `-a`.
    Negative(Box<Expression>),
    /// `!a`.
    Not(Box<Expression>),
    /// `a + b`.
    Binary(Box<Expression>, Operator, Box<Expression>),
    /// `condition ? yes : no`.
    Conditional(Box<Conditional>),
    /// `[for …]` or `{for …}`.
    For(Box<For>),
}

/// A call of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The function, with its namespace where one is written: `provider::aws::arn_parse`.
    pub name: String,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// The last argument ends in `...`: it is a list of arguments.
    pub expands: bool,
}

/// `condition ? yes : no`.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditional {
    /// What decides.
    pub condition: Expression,
    /// The value where it is true.
    pub yes: Expression,
    /// The value where it is false.
    pub no: Expression,
}

/// A `for` expression.
#[derive(Debug, Clone, PartialEq)]
pub struct For {
    /// The name of the key or index, where one is given.
    pub key_name: Option<String>,
    /// The name of the element.
    pub value_name: String,
    /// What is gone through.
    pub collection: Expression,
    /// The key of each result: with it the result is an object.
    pub key: Option<Expression>,
    /// Each result.
    pub value: Expression,
    /// Results of one key are put together in a list (`...`).
    pub groups: bool,
    /// Which elements count.
    pub condition: Option<Expression>,
}

/// One step into a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its kind.
    pub kind: StepKind,
    /// Its place.
    pub span: Span,
}

/// The kinds of [`Step`].
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// `.name`.
    Attribute(String),
    /// `[key]`, and the old `.0`.
    Index(Expression),
    /// `.*`: the attributes that follow are taken of every element.
    AttributeSplat,
    /// `[*]`: all steps that follow are taken of every element.
    FullSplat,
}

/// A part of a [`Template`](ExpressionKind::Template).
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Characters.
    Literal(String),
    /// `${…}`.
    Interpolation(Expression),
    /// `%{ if … }…%{ else }…%{ endif }`.
    If {
        /// What decides.
        condition: Expression,
        /// The text where it is true.
        yes: Vec<Part>,
        /// The text where it is false.
        no: Vec<Part>,
    },
    /// `%{ for … in … }…%{ endfor }`.
    For {
        /// The name of the key or index, where one is given.
        key_name: Option<String>,
        /// The name of the element.
        value_name: String,
        /// What is gone through.
        collection: Expression,
        /// The text of each element.
        parts: Vec<Part>,
    },
}

/// An operator between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `&&`.
    And,
    /// `||`.
    Or,
}

impl Body {
    /// The attribute of a name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The blocks of a kind.
    pub fn blocks_of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}

impl Expression {
    /// The characters of a text without interpolation.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Text(text) => Some(text),
            _ => None,
        }
    }
}
