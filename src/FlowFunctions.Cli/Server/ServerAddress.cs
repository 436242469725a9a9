namespace FlowFunctions.Cli.Server;

/// <summary>Where a FlowFunctions app is found.</summary>
internal static class ServerAddress
{
    /// <summary>Where an app listens that was started on this machine without further ado.</summary>
    public static Uri Default { get; } = new("http://127.0.0.1:7071/");

    /// <summary>Reads an address; whatever stands behind its host is the prefix of every path.</summary>
    /// <exception cref="InvalidUseException">It is no address of a server, or it has a password in it.</exception>
    public static Uri Parse(string text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || address.Query.Length + address.Fragment.Length > 0
        )
        {
            throw new InvalidUseException($"'{text}' is no address of a server. Write one such as {Show(Default)}.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new InvalidUseException(
                "The server's address has a user name or password in it, and would show it in messages and logs. Leave it out."
            );
        }

        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>An address as people write it.</summary>
    public static string Show(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
