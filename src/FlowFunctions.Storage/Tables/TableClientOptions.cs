using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>Retries, time-outs, transport and diagnostics of a Tables client; Azure.Core's defaults apply.</summary>
public sealed class TableClientOptions : ClientOptions
{
    /// <summary>The version of the protocol: the first one that takes bearer tokens.</summary>
    internal const string ServiceVersion = "2020-12-06";

    /// <summary>Azure.Core's defaults; of the query what is neither a secret nor a caller's data is logged.</summary>
    public TableClientOptions()
    {
        foreach (var name in (string[])["x-ms-version", "DataServiceVersion", "Prefer", "If-Match"])
        {
            Diagnostics.LoggedHeaderNames.Add(name);
        }

        foreach (var name in (string[])["$select", "$top", "sv", "se", "sp"])
        {
            Diagnostics.LoggedQueryParameters.Add(name);
        }
    }
}
