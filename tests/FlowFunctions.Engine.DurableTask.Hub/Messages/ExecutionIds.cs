using System.Globalization;

namespace FlowFunctions.Engine.DurableTask.Hub.Messages;

/// <summary>Gives ids to executions: the same for the same seed, in the order of asking. May be used by several threads.</summary>
/// <param name="seed">Begins every id.</param>
internal sealed class ExecutionIds(int seed)
{
    private long _last;

    /// <summary>Another id: 32 hexadecimal digits.</summary>
    public string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{seed:x8}{Interlocked.Increment(ref _last):x24}");
}
