using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>
/// Finds runs that have a place and are not going on: their start broke off behind the gate, or whoever ended them could not give the place
/// back. Each is looked for now and then only, and a few at a time, so that looking costs little however many there are.
/// </summary>
internal sealed class GoneRuns(AdmissionGate gate, ITaskHubClient hub, IRunArchive archive, TimeProvider time)
{
    private const int MostAtOnce = 32;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    /// <summary>A run takes its place before the backend has it. All calls of a start have timeouts, far below this together.</summary>
    private static readonly TimeSpan StartTakes = TimeSpan.FromMinutes(2);

    /// <summary>Runs that the host failed are rewound within minutes, unless that is over.</summary>
    private static readonly TimeSpan HealingTakes = TimeSpan.FromHours(1);

    /// <summary>Takes them out.</summary>
    /// <returns>The runs that have got a place by it; null when none was gone.</returns>
    /// <exception cref="IOException">The store, the backend or the archive is out.</exception>
    public async ValueTask<IReadOnlyList<string>?> RemoveAsync(AdmissionKey key, CancellationToken cancellationToken)
    {
        var due = (time.GetUtcNow() - LookEvery).UtcTicks;
        var places = (await gate.ReadAsync(key, cancellationToken))
            .Admitted.Where(place => place.SeenAt <= due)
            .OrderBy(static place => place.SeenAt)
            .Take(MostAtOnce);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            (await IsGoneAsync(key, place, cancellationToken) ? gone : seen).Add(place.RunId);
        }

        if (gone.Count + seen.Count == 0)
        {
            return null;
        }

        var admitted = await gate.CleanAsync(key, gone, seen, cancellationToken);
        return gone.Count > 0 ? admitted : null;
    }

    private async ValueTask<bool> IsGoneAsync(AdmissionKey key, Wire.Place place, CancellationToken cancellationToken)
    {
        var instance = await hub.GetAsync(place.RunId, cancellationToken);
        return instance?.Status switch
        {
            null => time.GetUtcNow().UtcTicks - place.Since > StartTakes.Ticks,
            InstanceStatus.Completed or InstanceStatus.Terminated or InstanceStatus.Canceled => true,

            // The host's failure is no end: such a run is rewound, until it is given up and recorded.
            InstanceStatus.Failed => instance.LastUpdatedAt < time.GetUtcNow() - HealingTakes
                || OpenStatus.Read(place.RunId, instance.CustomStatus)?.Result is not null
                || await archive.FindAsync(key.Workspace, place.RunId, cancellationToken) is { } status
                    && status.IsTerminal(),
            _ => false,
        };
    }
}
