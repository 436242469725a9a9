namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>
/// Steps that share a limit: those of one limited type, or all of types without a limit. A full lane holds up nobody but itself.
/// </summary>
/// <param name="index">Its number.</param>
/// <param name="type">The step type, or null for all without a limit.</param>
/// <param name="limit">How many of its steps are executed at once.</param>
internal sealed class Lane(int index, string? type, int limit)
{
    public int Index => index;

    public string? Type => type;

    public int Limit => limit;

    public int Running { get; set; }

    public bool IsFull => Running >= limit;

    /// <summary>The workspaces that wait here, each once; who was served goes to the back.</summary>
    public Queue<Tenant> Ring { get; } = new();
}
