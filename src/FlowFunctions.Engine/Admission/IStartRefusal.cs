namespace FlowFunctions.Engine.Admission;

/// <summary>What every exception has that says a run was not started, but may be later.</summary>
public interface IStartRefusal
{
    /// <summary>A stable code that programs read, for example <c>Run.ConcurrencyLimit</c>.</summary>
    string Code { get; }

    /// <summary>For people: which limit it is and what to do.</summary>
    string Message { get; }

    /// <summary>When to try again; what goes into a <c>Retry-After</c> header.</summary>
    TimeSpan RetryAfter { get; }
}
