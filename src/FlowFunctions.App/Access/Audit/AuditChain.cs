using System.Globalization;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Makes entries into links of chains: one chain for each workspace and day. Not thread-safe.</summary>
internal sealed class AuditChain(TimeProvider time)
{
    private readonly Dictionary<string, AuditRow> _last = new(StringComparer.Ordinal);
    private string _stream = NewName();
    private DateOnly _day;
    private DateTimeOffset _at;

    /// <summary>The next link.</summary>
    public AuditRow Add(AuditDraft draft)
    {
        // A clock that is set back must not bring a chain out of order.
        var now = time.GetUtcNow().ToUniversalTime();
        _at = now > _at ? now : _at;
        var day = DateOnly.FromDateTime(_at.UtcDateTime);
        if (day != _day)
        {
            _last.Clear();
            _day = day;
        }

        var last = _last.GetValueOrDefault(draft.Workspace);
        var sequence = (last?.Sequence ?? 0) + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{_stream}-{sequence}");
        var entry = draft.ToEntry(id, _at);
        return _last[draft.Workspace] = new AuditRow(
            draft.Workspace,
            _stream,
            sequence,
            _at,
            last?.Hash ?? "",
            AuditJson.Write(entry)
        )
        {
            Caller = entry.Caller.Id,
            Action = entry.Action,
            Target = entry.Target ?? "",
        };
    }

    /// <summary>Begins new chains: it is not known how much of the last ones was kept.</summary>
    public void Restart()
    {
        _last.Clear();
        _stream = NewName();
    }

    private static string NewName() => Guid.NewGuid().ToString("N")[..12];
}
