using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Admission;

namespace FlowFunctions.App.Limits.Runs;

/// <summary>As many runs of the workspace are open as may be; nothing was started. Who started it tries again later, as with every such refusal.</summary>
/// <param name="limit">How many may be open.</param>
[SuppressMessage("Design", "CA1032", Justification = "It always names the limit.")]
internal sealed class OpenRunLimitException(long limit)
    : StartRefusedException("Limits.OpenRuns", LimitProblems.TooManyRuns(limit));
