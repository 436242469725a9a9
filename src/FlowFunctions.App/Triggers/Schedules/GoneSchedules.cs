using System.Text.Json;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Forgets how far schedules had come that are not there any more.</summary>
internal sealed class GoneSchedules(FlowStore flows, ScheduleStore store)
{
    /// <summary>Forgets a schedule, unless its flow's row still has it: the registry of this process may be older than the row.</summary>
    /// <returns>Whether it is gone.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage refused, or cannot be reached.</exception>
    public async Task<bool> ForgetAsync(TriggerKey key, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(key, cancellationToken))
        {
            return false;
        }

        await store.ForgetAsync(key.Workspace, key.FlowId, key.TriggerId, cancellationToken);
        return true;
    }

    /// <summary>Asks the document, which may have triggers that cannot be read.</summary>
    private async Task<bool> IsThereAsync(TriggerKey key, CancellationToken cancellationToken) =>
        await flows.GetAsync(key.Workspace, key.FlowId, cancellationToken) is { PublishedVersion: not null } flow
        && await flows.GetTriggersAsync(flow, cancellationToken) is { ValueKind: JsonValueKind.Object } triggers
        && triggers.TryGetProperty(key.TriggerId, out var trigger)
        && trigger.ValueKind == JsonValueKind.Object
        && trigger.TryGetProperty("type", out var type)
        && type.ValueEquals("schedule");
}
