using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Contracts;
using Mihari.Identifiers;

namespace Mihari.Web.Support;

/// <summary>Keys of devices as they are registered: the server keeps their hashes alone.</summary>
internal static class DeviceKeys
{
    /// <summary>A new key: 256 random bits in hex.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The device with the hash of its key.</summary>
    public static ShippedDevice Shipped(DeviceId device, string key) => new(device, ImmutableArray.Create(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
