using System.Collections.Frozen;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>How many steps are executed at once.</summary>
/// <param name="All">In all.</param>
/// <param name="PerWorkspace">Of one workspace while others have steps here too.</param>
/// <param name="ByType">Of a step type; types without an entry have no limit of their own.</param>
internal sealed record DispatchLimits(int All, int PerWorkspace, FrozenDictionary<string, int> ByType);
