namespace FlowFunctions.Storage.Local;

/// <summary>Installs Azurite from npm, once for each state of its lock file.</summary>
/// <param name="folder">The folder of <c>package.json</c>.</param>
internal sealed class AzuriteInstallation(string folder)
{
    /// <summary>Installs unless it is done.</summary>
    /// <param name="progress">Told before the installation, which can take a minute.</param>
    /// <param name="cancellationToken">Stops waiting and npm.</param>
    /// <exception cref="AzuriteException">npm is missing or failed, or the folder cannot be written.</exception>
    public async Task EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await new NpmFolder(folder, "Azurite").InstallAsync(
                () => progress?.Report("Installing Azurite (local Azure Storage) from npm; this happens once."),
                cancellationToken
            );
        }
        catch (NpmException exception)
        {
            throw new AzuriteException(exception.Message, exception);
        }
    }
}
