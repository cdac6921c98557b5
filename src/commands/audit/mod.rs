//! `multiaz audit`: read a live account, judge, report.

#[cfg(feature = "live")]
mod live;
#[cfg(feature = "live")]
mod passed_over;
#[cfg(feature = "live")]
mod policy;
#[cfg(feature = "live")]
mod progress;
#[cfg(feature = "live")]
mod request;
#[cfg(feature = "live")]
mod save;
#[cfg(feature = "live")]
mod troubles;

use crate::cli::AuditArgs;
#[cfg(feature = "live")]
use crate::load::account::Limits;

#[cfg(feature = "live")]
use super::voice::error;
use super::{Streams, Voice};

/// Audits accounts; returns the exit code.
#[cfg(feature = "live")]
pub fn audit(arguments: &AuditArgs, streams: &mut Streams<'_>, voice: Voice) -> u8 {
    audit_within(arguments, Limits::default(), streams, voice)
}

/// The same, within limits of the caller's own; returns the exit code.
#[cfg(feature = "live")]
pub fn audit_within(arguments: &AuditArgs, limits: Limits, streams: &mut Streams<'_>, voice: Voice) -> u8 {
    let done = match arguments.print_iam_policy {
        true => policy::print(arguments, streams),
        false => live::audit(arguments, limits, streams, voice),
    };
    done.unwrap_or_else(|message| {
        error(streams, &message);
        crate::policy::NOT_CHECKED
    })
}

/// Says how to get a build that can.
#[cfg(not(feature = "live"))]
pub fn audit(_: &AuditArgs, streams: &mut Streams<'_>, _: Voice) -> u8 {
    let _ = writeln!(
        streams.stderr,
        "error: this build of multiaz makes no calls: released binaries do, and so does one that is built with\n  \
         cargo install --path . --locked --features live\n\
         Without it, save the answers with the AWS CLI and run multiaz check on them."
    );
    crate::policy::NOT_CHECKED
}
