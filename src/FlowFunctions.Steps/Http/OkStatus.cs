using System.Text.Json;

namespace FlowFunctions.Steps.Http;

/// <summary>Which statuses count as success.</summary>
internal sealed class OkStatus
{
    private readonly HashSet<int> _statuses = [];
    private readonly HashSet<int> _classes = [];

    private OkStatus() { }

    /// <summary>Reads <c>okStatus</c>; 2xx when it is not given.</summary>
    public static OkStatus Read(JsonElement given)
    {
        var ok = new OkStatus();
        if (given.ValueKind == JsonValueKind.Undefined)
        {
            ok._classes.Add(2);
            return ok;
        }

        foreach (var item in given.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                ok._classes.Add(item.GetString()![0] - '0');
            }
            else
            {
                ok._statuses.Add((int)item.GetDouble());
            }
        }

        return ok;
    }

    /// <summary>Whether a status is one of them.</summary>
    public bool Contains(int status) => _statuses.Contains(status) || _classes.Contains(status / 100);
}
