using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Durable;

/// <summary>A Durable Task backend that this app works for over gRPC: Durable Task Scheduler, or any Durable Task sidecar.</summary>
/// <param name="Address">Where it answers.</param>
/// <param name="TaskHub">The task hub, or null where it has one only.</param>
/// <param name="ClientId">The client id of the managed identity that is let in, or null for the machine's own.</param>
internal sealed record BackendSettings(Uri Address, string? TaskHub, string? ClientId)
{
    private const string Prefix = "Engine__DurableTask__";

    /// <summary>Reads the settings; null when there is no such backend.</summary>
    /// <exception cref="SettingException">The address is none, or a token would go over the network in the clear.</exception>
    public static BackendSettings? Read(SettingValues values)
    {
        const string Name = Prefix + nameof(Address);
        return values.Find(Name) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? new BackendSettings(
                    address,
                    values.Find(Prefix + nameof(TaskHub)),
                    values.Find(Prefix + nameof(ClientId))
                )
            : throw new SettingException(
                $"{Name} is '{text}'. Set the address of a Durable Task backend, such as http://127.0.0.1:4001 or https://….durabletask.io."
            );
    }
}
