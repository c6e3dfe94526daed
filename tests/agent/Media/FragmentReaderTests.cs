using CsCheck;
using Mihari.Agent.Media;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Media;

public sealed class FragmentReaderTests
{
    [Fact]
    public async Task Next_StreamOfFfmpeg_YieldsAFragmentASecond()
    {
        var fragments = await Samples.Fragments();

        Assert.Equal(12, fragments.Count);
        Assert.All(fragments, f => Assert.Equal(TimeSpan.FromSeconds(1), f.Length));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => TimeSpan.FromSeconds(i)), fragments.Select(f => f.Position));
        Assert.Equal((160, 90), (fragments[0].Init.Width, fragments[0].Init.Height));
        Assert.StartsWith("avc1.42", fragments[0].Init.Codecs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_StreamCutAnywhere_YieldsWholeFragmentsOnly(bool sound)
    {
        var whole = await Samples.Bytes(sound);
        await Gen.Int[0, whole.Length].SampleAsync(async length =>
        {
            var fragments = await ReadAll(whole[..length]);
            Assert.All(fragments, f => Assert.Equal(TimeSpan.FromSeconds(1), f.Length));
        }, iter: 200);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_DamagedBytes_FailsAsInvalidDataOrNotAtAll(bool sound)
    {
        var whole = (await Samples.Bytes(sound))[..20_000];
        var damage = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8];
        await damage.SampleAsync(async changes =>
        {
            var bytes = whole.ToArray();
            foreach (var (at, value) in changes)
                bytes[at] = value;
            try
            {
                _ = await ReadAll(bytes);
            }
            catch (InvalidDataException)
            {
                // What a pipeline expects, and restarts on.
            }
        }, iter: 3000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_DamagedHeaders_FailsAsInvalidDataOrNotAtAll(bool sound)
    {
        // Nearly all damage above falls into picture data: here it falls into the boxes of the start and the first moof.
        var whole = (await Samples.Bytes(sound))[..3500];
        var damage = Gen.Select(Gen.Int[0, sound ? 2600 : 1400], Gen.Int[0, 5].Select(i => (byte)(i < 3 ? i * i * 2 : 126 + i))).Array[1, 3];
        await damage.SampleAsync(async changes =>
        {
            var bytes = whole.ToArray();
            foreach (var (at, value) in changes)
                bytes[at] = value;
            try
            {
                _ = await ReadAll(bytes);
            }
            catch (InvalidDataException)
            {
                // As above.
            }
        }, iter: 5000);
    }

    private static async Task<List<Fragment>> ReadAll(byte[] bytes)
    {
        var reader = new FragmentReader(new MemoryStream(bytes));
        var fragments = new List<Fragment>();
        while (await reader.Next(CancellationToken.None) is { } fragment)
            fragments.Add(fragment);
        return fragments;
    }
}
