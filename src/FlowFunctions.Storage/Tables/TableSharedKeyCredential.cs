using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Storage.Tables;

/// <summary>The name and a key of a storage account.</summary>
public sealed class TableSharedKeyCredential
{
    private readonly byte[] _key;

    /// <summary>A credential.</summary>
    /// <param name="accountName">The account.</param>
    /// <param name="accountKey">The key in Base64.</param>
    /// <exception cref="FormatException">The key is no Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The account.</summary>
    public string AccountName { get; }

    internal string Sign(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
