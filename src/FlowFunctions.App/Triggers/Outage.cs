namespace FlowFunctions.App.Triggers;

/// <summary>Something that is tried again and again fails. It is told when that begins, and when it fails in another way than before.</summary>
internal sealed class Outage
{
    private Type? _last;

    /// <summary>It has failed once more.</summary>
    /// <returns>Whether to tell it.</returns>
    public bool IsNews(Exception exception)
    {
        var type = exception.GetType();
        return Interlocked.Exchange(ref _last, type) != type;
    }

    /// <summary>It has gone well.</summary>
    public void End() => Volatile.Write(ref _last, null);
}
