using System.Text.Json;
using FlowFunctions.Cli.Profiles;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn.Store;

/// <summary>
/// How the user is signed in at servers: <c>sign-ins.json</c> beside the profiles, for its owner only. Whoever changes it holds its lock, so that
/// two processes do not lose each other's changes, and do not use one refresh token twice.
/// </summary>
/// <param name="terminal">Where the folder for settings is found.</param>
/// <param name="time">The clock.</param>
internal sealed class SignInStore(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private string Path => OwnerFile.PathOf(terminal, "sign-ins.json");

    /// <summary>How the user is signed in at a server, or null.</summary>
    /// <exception cref="InvalidUseException">The store cannot be read, or others can read it.</exception>
    public StoredSignIn? Find(Uri server) => Read().Servers.GetValueOrDefault(KeyOf(server));

    /// <summary>Keeps how the user is signed in at a server; null for not at all. Whoever calls holds the lock.</summary>
    /// <exception cref="InvalidUseException">The store cannot be written.</exception>
    public void Put(Uri server, StoredSignIn? signIn)
    {
        var all = Read();
        all.Servers.Remove(KeyOf(server));
        if (signIn is not null)
        {
            all.Servers[KeyOf(server)] = signIn;
        }

        OwnerFile.Write(Path, file => JsonSerializer.Serialize(file, all, StoreJson.Default.StoredSignIns));
    }

    /// <summary>Waits until no other process changes the store.</summary>
    /// <returns>The lock, to be disposed of; it ends with the process, too.</returns>
    /// <exception cref="InvalidUseException">Another one has it for a minute, or it cannot be made.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var path = OwnerFile.PathOf(terminal, "sign-ins.lock");
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                return OwnerFile.OpenAlone(path);
            }
            catch (IOException) when (time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new InvalidUseException(
                    $"{path} cannot be had: {exception.Message} Perhaps another 'flow' signs in and does not end."
                );
            }
        }
    }

    private static string KeyOf(Uri server) => ServerAddress.Show(server);

    private StoredSignIns Read()
    {
        try
        {
            return OwnerFile.ReadSecret(Path) is { } content
                ? JsonSerializer.Deserialize(content, StoreJson.Default.StoredSignIns) ?? new StoredSignIns()
                : new StoredSignIns();
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // What stands in the file is not repeated: it is secret.
            var why = exception is JsonException ? "it is no JSON of its kind." : exception.Message;
            throw new InvalidUseException($"{Path} cannot be read: {why} Mend it, or remove it and sign in again.");
        }
    }
}
