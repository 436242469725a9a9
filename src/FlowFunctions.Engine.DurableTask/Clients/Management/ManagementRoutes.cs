using System.Globalization;
using System.Text;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>
/// The addresses of the Durable Functions extension's HTTP management API, as "HTTP API reference" of the Durable Functions documentation lists them.
/// </summary>
/// <param name="binding">Where the API is.</param>
internal readonly struct ManagementRoutes(DurableClientBinding binding)
{
    // A reason travels in the request's first line, which servers limit to some kilobytes.
    private const int LongestReason = 1_000;

    public Uri Start(string orchestrator, string instanceId) =>
        Address($"orchestrators/{Escape(orchestrator)}/{Escape(instanceId)}", "");

    public Uri Instance(string instanceId) => Address($"instances/{Escape(instanceId)}", "");

    /// <summary>The instance without its input, which nobody here asks for.</summary>
    public Uri State(string instanceId) => Address($"instances/{Escape(instanceId)}", "showInput=false&");

    public Uri Event(string instanceId, string name) =>
        Address($"instances/{Escape(instanceId)}/raiseEvent/{Escape(name)}", "");

    public Uri Terminate(string instanceId, string reason) =>
        Address($"instances/{Escape(instanceId)}/terminate", Reason(reason));

    public Uri Rewind(string instanceId, string reason) =>
        Address($"instances/{Escape(instanceId)}/rewind", Reason(reason));

    public Uri List(InstanceQuery query)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"showInput=false&top={query.Limit}&");
        if (query.Statuses.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"runtimeStatus={string.Join(',', query.Statuses)}&");
        }

        Append(text, "createdTimeFrom", Time(query.CreatedFrom));
        Append(text, "createdTimeTo", Time(query.CreatedTo));
        Append(text, "instanceIdPrefix", query.IdPrefix);
        return Address("instances", text.ToString());
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={Escape(value)}&");
        }
    }

    private static string Reason(string reason) =>
        $"reason={Escape(reason.Length > LongestReason ? reason[..LongestReason] : reason)}&";

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private Uri Address(string path, string query)
    {
        var address = new StringBuilder(binding.HttpBaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        address.Append(CultureInfo.InvariantCulture, $"/{path}?{query}taskHub={Escape(binding.TaskHubName)}");
        if (binding.ConnectionName is { } connection)
        {
            address.Append(CultureInfo.InvariantCulture, $"&connection={Escape(connection)}");
        }

        if (binding.RequiredQueryString.TrimStart('?', '&') is { Length: > 0 } required)
        {
            address.Append('&').Append(required);
        }

        return new Uri(address.ToString());
    }
}
