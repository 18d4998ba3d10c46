using System.Collections.Concurrent;
using Supine.Web.Boundary;

namespace Supine.Web.Tracks;

/// <summary>Makes tracks on threads of its own, a few at a time and in order, so that pages and reports are answered meanwhile.</summary>
internal sealed class RenderQueue : IDisposable
{
    /// <summary>More do not wait: who asks for another one is told to come again.</summary>
    public const int MostAtATime = 64;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly Threads _threads = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly SemaphoreSlim _free;
    private readonly Timer _tidy;
    private int _underWay;

    public RenderQueue()
    {
        _free = new(_threads.MaximumConcurrencyLevel);

        // What the renderings used is given back to the machine, once nobody waits for one any more.
        _tidy = new(_ =>
        {
            if (_underWay == 0)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        });
    }

    /// <summary>How many are being made or wait.</summary>
    public int UnderWay => _underWay;

    /// <summary>Does the work when its turn comes.</summary>
    /// <exception cref="NotReadyYetException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var others = Interlocked.Increment(ref _underWay) - 1;
        try
        {
            if (others >= MostAtATime)
            {
                throw new NotReadyYetException(others);
            }

            await _free.WaitAsync();
            try
            {
                return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, _threads).Unwrap();
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _underWay) == 0)
            {
                _tidy.Change(Idle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _tidy.Dispose();
        _threads.Dispose();
    }

    // What a task awaits comes back to the scheduler that it began on, so all of a rendering is done on these threads.
    private sealed class Threads : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> _tasks = [];

        public Threads(int count)
        {
            MaximumConcurrencyLevel = count;
            for (var i = 0; i < count; i++)
            {
                new Thread(Work) { IsBackground = true, Name = "rendering" }.Start();
            }
        }

        public override int MaximumConcurrencyLevel { get; }

        public void Dispose() => _tasks.CompleteAdding();

        // What is still being made when the program ends goes on elsewhere, and is ended with it.
        protected override void QueueTask(Task task)
        {
            try
            {
                _tasks.Add(task);
            }
            catch (InvalidOperationException)
            {
                ThreadPool.UnsafeQueueUserWorkItem(one => TryExecuteTask(one), task, preferLocal: false);
            }
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

        private void Work()
        {
            foreach (var task in _tasks.GetConsumingEnumerable())
            {
                TryExecuteTask(task);
            }
        }
    }
}
