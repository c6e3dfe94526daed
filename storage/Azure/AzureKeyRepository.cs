using System.Buffers;
using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Mihari.Storage.Azure;

/// <summary>
/// The web's data-protection keys in the container <c>{prefix}-keys</c>, a blob each, so that every web node reads the
/// cookies and tokens of the others. Whoever may read that container can sign in as anybody: it is not for sharing.
/// </summary>
public sealed class AzureKeyRepository : IXmlRepository
{
    private const int NameLength = 100;

    /// <summary>The shortest lease that there is; a key is stored in a fraction of it.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly BlobContainerClient _keys;
    private volatile bool _knowsAKey;

    internal AzureKeyRepository(AzureClients azure) => _keys = azure.Keys;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        foreach (var blob in _keys.GetBlobs())
        {
            try
            {
                elements.Add(XElement.Parse(_keys.GetBlobClient(blob.Name).DownloadContent().Value.Content.ToString()));
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Removed by an operator between the listing and the look.
            }
        }

        _knowsAKey |= elements.Count > 0;
        return elements;
    }

    /// <summary>
    /// Stores a key. Web nodes that start together on an empty account each bring one, and would not know the other's for a day: the
    /// first one's is kept, and the others read that. A node that has not seen a key yet is one of those, also where another's is there by now.
    /// </summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        // The framework's names are unique ("key-" and a GUID). A second attempt overwrites what a first has left behind.
        var name = friendlyName is { Length: >= 1 and <= NameLength } && !friendlyName.AsSpan().ContainsAnyExcept(NameCharacters)
            ? friendlyName
            : Guid.NewGuid().ToString("N");
        if (_knowsAKey)
            Store(name, element);
        else
            StoreFirst(name, element);
        _knowsAKey = true;
    }

    private void StoreFirst(string name, XElement element)
    {
        var lease = _keys.GetBlobLeaseClient();
        try
        {
            lease.Acquire(LongestStart);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            if (!HasComeWithin(LongestStart))
                Store(name, element); // Who was first has died over it.
            return;
        }

        if (IsEmpty())
            Store(name, element);
        lease.Release();
    }

    /// <summary>The framework's interface knows no tasks.</summary>
    private bool HasComeWithin(TimeSpan patience)
    {
        using var never = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; waited < patience; waited += Look)
        {
            if (!IsEmpty())
                return true;
            never.Wait(Look);
        }

        return false;
    }

    private bool IsEmpty() => !_keys.GetBlobs().Any();

    private void Store(string name, XElement element) =>
        _keys.GetBlobClient(name + ".xml").Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: true);
}
