//! The planner: what a failure would do to a group, as a pure function of the group and a scenario.
//!
//! What is not known is looked through: every way the group may be is answered, and where the
//! answers differ the plan says so. A plan is therefore never firmer than what is known.

mod assess;
mod compose;
mod effect;
mod endpoints;
mod failed;
mod layout;
mod majority;
mod objective;
mod open;
mod plan;
mod planner;
mod reason;
mod scenario;
mod second;
mod steps;
mod strike;
mod terms;
mod view;
mod words;
mod zones;

pub use layout::layout_of;
pub use objective::{Against, Judgement, Objective, Outcome, judge};
pub use plan::{
    Endpoint, Failed, NodePicture, NodeState, Open, Part, Picture, Plan, Possible, Promotion, Quorum,
    Replacement, SecondLoss, ShardPicture, Step,
};
pub use planner::plans;
pub use scenario::{Kind, Replicas, Scenario};
pub use words::{DataLoss, Range, Service, Verdict};
