using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>Makes requests for places.</summary>
internal static class AdmissionTickets
{
    /// <summary>A request for a place, or null when the run needs none.</summary>
    public static AdmissionTicket? For(Plan plan, RunStart start, AdmissionTicket? caller)
    {
        if (plan.Settings.Concurrency is not { } rule || start.ConcurrencyKey is not { } value)
        {
            return null;
        }

        var key = new AdmissionKey(start.Workspace, plan.FlowId, value);
        return caller?.Holds(key) == true ? null : new AdmissionTicket(start.RunId, key, rule.Limit, caller);
    }
}
