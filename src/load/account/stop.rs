//! The end that Ctrl-C asks for: no new calls, and none waited for.

use std::future::Future;

use tokio::sync::watch;

/// The exit code of a process that Ctrl-C ends.
const ENDED: i32 = 130;

/// Lets Ctrl-C end the process again: once it was listened to, the system no longer does that by itself.
pub(super) fn end_on_ctrl_c() {
    std::thread::spawn(|| {
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build()
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            std::process::exit(ENDED);
        }
    });
}

/// Knows whether to stop; its clones know the same.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Stops on the first Ctrl-C. Where the system gives no such signal, it never does.
    pub(super) fn on_ctrl_c() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                sender.send_replace(true);
            }
        });
        Self(receiver)
    }

    /// Whether it is time to stop.
    pub(super) fn asked(&self) -> bool {
        *self.0.borrow()
    }

    /// What a call gives, unless it is time to stop before it has given it.
    pub(super) async fn unless<T>(&self, call: impl Future<Output = T>) -> Option<T> {
        let mut asked = self.0.clone();
        tokio::select! {
            biased;
            Ok(_) = asked.wait_for(|asked| *asked) => None,
            given = call => Some(given),
        }
    }
}
