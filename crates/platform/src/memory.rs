//! What was dear to count, kept on this node for some seconds. Nothing here must be known to another node, and nothing is wrong where it is
//! that old.
use std::{
    any::Any,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// More values than these are not kept: the next ones are counted anew.
const MOST: usize = 10_000;
/// Counting that took longer is dear.
const DEAR: Duration = Duration::from_millis(3);

type Kept = (Instant, Arc<dyn Any + Send + Sync>);

pub(crate) struct Memory {
    kept: RwLock<HashMap<String, Kept>>,
    /// Whose turn it is to count: a hall of officers at eight in the morning counts once.
    turns: [Mutex<()>; 64],
    hasher: RandomState,
}
impl Default for Memory {
    fn default() -> Self {
        Self { kept: RwLock::default(), turns: [const { Mutex::const_new(()) }; 64], hasher: RandomState::default() }
    }
}
impl Memory {
    pub fn get<T: Clone + 'static>(&self, key: &str) -> Option<T> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(until, _)| *until > Instant::now())?.1.downcast_ref::<T>().cloned()
    }
    pub fn put<T: Send + Sync + 'static>(&self, key: String, value: T, seconds: u64) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, (Instant::now() + Duration::from_secs(seconds), Arc::new(value)));
    }
    /// Who asks while a value is being counted waits for it, instead of counting as well.
    pub async fn once<T, E>(&self, key: String, seconds: u64, count: impl Future<Output = Result<T, E>>) -> Result<T, E>
    where
        T: Clone + Send + Sync + 'static,
    {
        if let Some(known) = self.get(&key) {
            return Ok(known);
        }
        let _turn = self.turns[self.hasher.hash_one(&key) as usize % self.turns.len()].lock().await;
        if let Some(known) = self.get(&key) {
            return Ok(known);
        }
        let began = Instant::now();
        let value = count.await?;
        if began.elapsed() > DEAR {
            self.put(key, value.clone(), seconds);
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn what_is_dear_is_counted_once_by_all_who_ask_for_it() {
        let (memory, counted) = (Memory::default(), AtomicU32::new(0));
        let ask = || {
            memory.once("members".to_owned(), 60, async {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(2 * DEAR).await;
                Ok::<_, ()>(vec![1, 2])
            })
        };
        let (one, two, three) = tokio::join!(ask(), ask(), ask());
        assert_eq!((one.unwrap(), two.unwrap(), three.unwrap()), (vec![1, 2], vec![1, 2], vec![1, 2]));
        assert_eq!(counted.load(Ordering::Relaxed), 1);
        assert_eq!(memory.get::<i64>("members"), None, "a value of another kind is none");
    }

    #[tokio::test]
    async fn what_is_cheap_and_what_is_old_is_counted_anew() {
        let memory = Memory::default();
        for n in [1, 2] {
            assert_eq!(memory.once("cheap".to_owned(), 60, async { Ok::<_, ()>(n) }).await, Ok(n));
        }
        memory.put("old".to_owned(), 1_i64, 0);
        assert_eq!(memory.get::<i64>("old"), None);
    }
}
