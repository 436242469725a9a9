using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Runs;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>Gives the runs of a journal back their places among the runs of their flows, and their places in the queues.</summary>
internal static class RunAdmissions
{
    public static void Restore(IReadOnlyCollection<OpenRun> runs, AdmissionTable table)
    {
        var byId = runs.ToDictionary(static run => run.Id, StringComparer.Ordinal);

        // In the order of the journal a parent comes before its children, and runs that wait come in the order of their places.
        foreach (var run in runs.OrderBy(static run => run.Order))
        {
            var parent = run.Start.ParentRunId is { } id ? byId.GetValueOrDefault(id) : null;
            run.CallerTicket = parent?.Ticket ?? parent?.CallerTicket;
            run.Ticket = ConcurrencyKeys.TicketFor(run.State.Plan, run.Start, run.CallerTicket);
            if (run.Ticket is not { } ticket)
            {
                continue;
            }

            if (run.Queue is null)
            {
                table.Adopt(ticket);
            }
            else if (run.Queue.HeldSince is null)
            {
                table.AdoptQueued(ticket);
            }
        }
    }
}
