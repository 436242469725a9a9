using System.Text.Json;

namespace FlowFunctions.Flows.Diff;

/// <summary>One difference between two versions of a flow.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">To what part of the flow.</param>
/// <param name="Id">
/// Which one: a trigger's id; a step's id with those of the loops around it before it (<c>loop/price</c>); an edge as
/// <c>from -> to</c>; empty for parts that exist once.
/// </param>
/// <param name="Pointer">JSON pointer (RFC 6901) in the newer document, or in the older one for what was removed.</param>
public sealed record FlowChange(ChangeKind Kind, ChangeSubject Subject, string Id, string Pointer)
{
    /// <summary>For a renamed step: the id it had, with those of the loops around it.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The fields that differ, with pointers relative to <see cref="Pointer"/>.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];
}

/// <summary>A value that differs.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) relative to what changed; empty for the whole of it.</param>
/// <param name="Before">The older value, or null when there was none.</param>
/// <param name="After">The newer value, or null when there is none.</param>
public sealed record FieldChange(string Pointer, JsonElement? Before, JsonElement? After);

/// <summary>What happened to a part of a flow.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It differs.</summary>
    Changed,

    /// <summary>It has another id; content and neighbours are the same.</summary>
    Renamed,

    /// <summary>A step's incoming edges come in another order, which counts for steps that read all of them.</summary>
    Reordered,
}

/// <summary>Parts of a flow.</summary>
public enum ChangeSubject
{
    /// <summary>Id, name, description, language.</summary>
    Flow,

    /// <summary>The schema of the run's input.</summary>
    Input,

    /// <summary>A trigger.</summary>
    Trigger,

    /// <summary>A step.</summary>
    Step,

    /// <summary>An edge.</summary>
    Edge,

    /// <summary>The output of the flow, or of the body of the loop that the id names.</summary>
    Output,

    /// <summary>The settings.</summary>
    Settings,

    /// <summary>The layout.</summary>
    Layout,
}
