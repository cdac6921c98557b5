//! Work that needs a deeper stack than a thread usually has.

/// The stack that configuration gets, in bytes: expressions nest and references lead from one to the next,
/// and the depth of both is bounded.
const STACK: usize = 256 << 20;

/// Does some work on a stack that is deep enough for configuration.
///
/// # Errors
/// Where there is no memory for it.
pub(super) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        // A fault of ours ends the run: nothing else would say that nothing was done.
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
