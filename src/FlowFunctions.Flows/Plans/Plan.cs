using System.Collections.Immutable;
using System.Text.Json;

namespace FlowFunctions.Flows.Plans;

/// <summary>
/// A compiled flow: immutable, free of layout and prose, addressed by the SHA-256 of its canonical JSON. A run pins the hash of
/// its plan, so an edit of the flow never touches a run in flight.
/// </summary>
public sealed class Plan
{
    /// <summary>The semantics version this code compiles and runs.</summary>
    public const int CurrentLanguage = 1;

    /// <summary>Lower-case hexadecimal SHA-256 of the canonical JSON; 64 characters.</summary>
    public required string Hash { get; init; }

    /// <summary>Semantics version of the flow language; see <see cref="CurrentLanguage"/>.</summary>
    public int Language { get; init; } = CurrentLanguage;

    /// <summary>The flow's slug.</summary>
    public required string FlowId { get; init; }

    /// <summary>The steps of the flow itself; loop bodies hang off their steps.</summary>
    public required PlanScope Root { get; init; }

    /// <summary>JSON Schema of the run's input, or an element of kind Undefined when the flow declares none.</summary>
    public JsonElement InputSchema { get; init; }

    /// <summary>
    /// The flow's files as they were when it was compiled: paths relative to the flow's folder, and the lower-case hexadecimal SHA-256 of
    /// each content. Empty when no step uses files.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = NoFiles;

    /// <summary>No files, ordered as paths are.</summary>
    public static ImmutableSortedDictionary<string, string> NoFiles { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What applies to a run as a whole.</summary>
    public PlanSettings Settings { get; init; } = PlanSettings.Default;
}
