namespace FlowFunctions.App.Events.Feeds;

/// <summary>Who uses a feed. Changed under the lock of <see cref="RunFeeds"/>.</summary>
internal sealed class FeedUse(RunFeeds feeds, string runId, RunFeed feed)
{
    public string RunId => runId;

    public RunFeed Feed => feed;

    /// <summary>Readers now.</summary>
    public int Readers { get; set; }

    /// <summary>Its place among those without readers, or null.</summary>
    public LinkedListNode<FeedUse>? Place { get; set; }

    /// <summary>Lets it go when nobody comes back, or null while there are readers.</summary>
    public ITimer? Expiry { get; set; }

    public void Expire() => feeds.Expire(this);

    /// <summary>One reader.</summary>
    internal sealed class Lease(FeedUse use) : IDisposable
    {
        private int _isClosed;

        public RunFeed Feed => use.Feed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                use.Close();
            }
        }
    }

    private void Close() => feeds.Close(this);
}
