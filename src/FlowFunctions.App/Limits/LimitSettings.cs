using System.Collections.Frozen;
using System.Globalization;
using FlowFunctions.App.Settings;

namespace FlowFunctions.App.Limits;

/// <summary>The installation's limits: what holds where a workspace says nothing, and the most that its admins may set.</summary>
internal sealed record LimitSettings
{
    private const string Prefix = "Limits__";
    private const string MostPart = "Most__";
    private const string MostPrefix = Prefix + MostPart;
    private const string Addresses = "addressRequests";
    private const long StandardAddressRequests = 100;

    /// <summary>For who is alone at the machine: nothing is limited unless it is set.</summary>
    public static LimitSettings None { get; } = new();

    /// <summary>What holds where others reach the app.</summary>
    public static LimitSettings Standard { get; } =
        new()
        {
            Defaults = Limit.All.ToFrozenDictionary(static limit => limit.Kind, static limit => limit.Standard),
            AddressRequests = StandardAddressRequests,
        };

    /// <summary>What holds where a workspace says nothing; what is missing is not limited then.</summary>
    public IReadOnlyDictionary<LimitKind, long> Defaults { get; init; } = FrozenDictionary<LimitKind, long>.Empty;

    /// <summary>The most that an admin of a workspace may set, where that is not the default.</summary>
    public IReadOnlyDictionary<LimitKind, long> Most { get; init; } = FrozenDictionary<LimitKind, long>.Empty;

    /// <summary>Requests a second from an address of callers who need not say who they are; null for any number.</summary>
    public long? AddressRequests { get; init; }

    /// <summary>How old what is known of a workspace's limits may be.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the settings.</summary>
    /// <param name="values">All settings.</param>
    /// <param name="isLocal">Whether only who is at the machine reaches the app.</param>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static LimitSettings Read(SettingValues values, bool isLocal)
    {
        Check(values);
        var standard = isLocal ? None : Standard;
        return new()
        {
            Defaults = ValuesOf(values, Prefix, standard.Defaults),
            Most = ValuesOf(values, MostPrefix, FrozenDictionary<LimitKind, long>.Empty),
            AddressRequests =
                ValueOf(values, Prefix + Addresses, Limit.Of(LimitKind.CallerRequests).Most)
                ?? standard.AddressRequests,
        };
    }

    private static FrozenDictionary<LimitKind, long> ValuesOf(
        SettingValues values,
        string prefix,
        IReadOnlyDictionary<LimitKind, long> otherwise
    ) =>
        Limit
            .All.Select(limit =>
                (
                    limit.Kind,
                    Value: ValueOf(values, prefix + limit.Name, limit.Most)
                        ?? (otherwise.TryGetValue(limit.Kind, out var value) ? value : null)
                )
            )
            .Where(static limit => limit.Value is not null)
            .ToFrozenDictionary(static limit => limit.Kind, static limit => limit.Value!.Value);

    private static void Check(SettingValues values)
    {
        foreach (var name in values.Under(Prefix).Keys)
        {
            var limit = name.StartsWith(MostPart, StringComparison.OrdinalIgnoreCase) ? name[MostPart.Length..] : name;
            if (Limit.Find(limit) is null && !name.Equals(Addresses, StringComparison.OrdinalIgnoreCase))
            {
                throw new SettingException(
                    $"{Prefix}{name} is no limit. There are {string.Join(", ", Limit.All.Select(static one => one.Name))} and {Addresses}."
                );
            }
        }
    }

    private static long? ValueOf(SettingValues values, string name, long most) =>
        values.Find(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= 1
        && value <= most
            ? value
        : throw new SettingException(
            string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'. Set a whole number from 1 to {most}.")
        );
}
