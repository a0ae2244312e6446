//! Does jobs in several threads, with a limit for each host.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many jobs are done at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub total: NonZeroUsize,
    pub per_host: NonZeroUsize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: NonZeroUsize::new(16).unwrap_or(NonZeroUsize::MIN),
            per_host: NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN),
        }
    }
}

/// Does a job for each host name, given its number, and passes the results to `take` in the order in which
/// they are done. `take` runs on this thread, while other jobs are done.
pub fn each<R: Send>(
    hosts: &[String],
    limits: Limits,
    is_cancelled: &(dyn Fn() -> bool + Sync),
    work: &(dyn Fn(usize) -> R + Sync),
    take: &mut dyn FnMut(usize, R),
) {
    let queue = Queue::new(hosts, limits.per_host.get());
    let threads = limits.total.get().min(hosts.len());
    thread::scope(|scope| {
        // Results wait in the channel, so that a slow writer holds at most as many as there are threads.
        let (sender, results) = mpsc::sync_channel(threads.max(1));
        for _ in 0..threads {
            let (sender, queue) = (sender.clone(), &queue);
            scope.spawn(move || {
                while let Some((host, job)) = queue.next(is_cancelled) {
                    let result = work(job);
                    queue.done(host);
                    if sender.send((job, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        collect(&results, take);
    });
}

fn collect<R>(results: &Receiver<(usize, R)>, take: &mut dyn FnMut(usize, R)) {
    while let Ok((job, result)) = results.recv() {
        take(job, result);
    }
}

/// The jobs that wait, by host.
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    per_host: usize,
}

struct State {
    hosts: Vec<Host>,
    /// Hosts that wait for a thread, each once.
    ready: VecDeque<usize>,
    /// The jobs that wait, of all hosts.
    waiting: usize,
}

#[derive(Default)]
struct Host {
    jobs: VecDeque<usize>,
    active: usize,
    is_ready: bool,
}

impl Queue {
    fn new(names: &[String], per_host: usize) -> Self {
        let mut hosts: Vec<Host> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for (job, name) in names.iter().enumerate() {
            let next = hosts.len();
            let number = *numbers.entry(name).or_insert(next);
            if number == next {
                hosts.push(Host::default());
            }
            if let Some(host) = hosts.get_mut(number) {
                host.jobs.push_back(job);
                host.is_ready = true;
            }
        }
        Self {
            state: Mutex::new(State {
                ready: (0..hosts.len()).collect(),
                hosts,
                waiting: names.len(),
            }),
            changed: Condvar::new(),
            per_host,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, with the number of its host. `None` if no job is left, or the work was cancelled.
    fn next(&self, is_cancelled: &dyn Fn() -> bool) -> Option<(usize, usize)> {
        let mut state = self.lock();
        loop {
            if state.waiting == 0 || is_cancelled() {
                return None;
            }
            if let Some(number) = state.ready.pop_front() {
                state.waiting -= 1;
                let host = state.hosts.get_mut(number)?;
                host.is_ready = false;
                let job = host.jobs.pop_front()?;
                host.active += 1;
                self.make_ready(&mut state, number);
                return Some((number, job));
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, number: usize) {
        let mut state = self.lock();
        if let Some(host) = state.hosts.get_mut(number) {
            host.active -= 1;
        }
        self.make_ready(&mut state, number);
        self.changed.notify_all();
    }

    /// Lets a host wait for a thread, if it has jobs and may have another one done.
    fn make_ready(&self, state: &mut State, number: usize) {
        let Some(host) = state.hosts.get_mut(number) else {
            return;
        };
        if !host.is_ready && !host.jobs.is_empty() && host.active < self.per_host {
            host.is_ready = true;
            state.ready.push_back(number);
            self.changed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn every_job_is_done_once_within_the_limits() {
        let hosts: Vec<String> = (0..200).map(|job| format!("host{}", job % 7)).collect();
        let limits = Limits {
            total: NonZeroUsize::new(9).unwrap(),
            per_host: NonZeroUsize::new(2).unwrap(),
        };
        let active: Vec<AtomicUsize> = (0..7).map(|_| AtomicUsize::new(0)).collect();
        let most = AtomicUsize::new(0);
        let mut done = vec![0; hosts.len()];
        let work = |job: usize| {
            let count = active[job % 7].fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(count, Ordering::SeqCst);
            thread::yield_now();
            active[job % 7].fetch_sub(1, Ordering::SeqCst);
            job
        };
        each(&hosts, limits, &|| false, &work, &mut |job, result| {
            assert_eq!(job, result);
            done[job] += 1;
        });
        assert!(done.iter().all(|count| *count == 1));
        assert!(most.load(Ordering::SeqCst) <= 2);
        each(&[], limits, &|| false, &work, &mut |_, _| panic!("no job"));
        each(&hosts, limits, &|| true, &work, &mut |_, _| {
            panic!("cancelled")
        });
    }
}
