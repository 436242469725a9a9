using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Follows the chains of entries backwards, from the newest: each entry says what the one before it must be.</summary>
internal sealed class AuditChainCheck
{
    private readonly Dictionary<string, AuditRow> _later = new(StringComparer.Ordinal);

    /// <summary>Looks at the next older entry.</summary>
    /// <returns>What does not fit; null when all does.</returns>
    public AuditBreak? Look(AuditRow row)
    {
        var chain = $"{row.At.UtcDateTime:yyyyMMdd}-{row.Stream}";
        var later = _later.GetValueOrDefault(chain);
        _later[chain] = row;
        return later switch
        {
            _ when (row.Sequence == 1) != (row.Previous.Length == 0) => Break("it does not begin its chain as it says"),
            null => null,
            _ when later.Sequence != row.Sequence + 1 => Break("entries after it are missing"),
            _ when later.Previous != row.Hash => Break("it is not what it was when the next entry was written"),
            _ => null,
        };

        AuditBreak Break(string why) => new($"{chain}-{row.Sequence}", row.At, why);
    }
}
