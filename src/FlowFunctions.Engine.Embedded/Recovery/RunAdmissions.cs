using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Runs;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>Gives the runs of a journal back their places among the runs of their flows, and their places in the queues.</summary>
internal static class RunAdmissions
{
    public static void Restore(IReadOnlyCollection<OpenRun> runs, AdmissionTable table)
    {
        var byId = runs.ToDictionary(static run => run.Id, StringComparer.Ordinal);

        // Numbers are given in the order of acceptance, so a parent comes before its children.
        foreach (var run in runs.OrderBy(static run => run.Records.Number))
        {
            var parent = run.Start.ParentRunId is { } id ? byId.GetValueOrDefault(id) : null;
            run.CallerTicket = parent?.Ticket ?? parent?.CallerTicket;
            run.Ticket = AdmissionTickets.For(run.State.Plan, run.Start, run.CallerTicket);
            if (run is { Ticket: { } ticket, Queue: null })
            {
                table.Adopt(ticket);
            }
        }

        foreach (var run in runs.Where(static run => run.Queue is not null).OrderBy(static run => run.Queue!.Rank))
        {
            if (run is { Ticket: { } ticket, Queue: { HeldSince: null, Rank: var rank } })
            {
                table.AdoptQueued(ticket, rank);
            }
        }
    }
}
