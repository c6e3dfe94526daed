using System.Globalization;
using Mihari.Agent.Configuration;

namespace Mihari.Agent.Sources;

/// <summary>The filter graph of a synthetic scene.</summary>
internal static class SyntheticScene
{
    public static string Graph(SyntheticSource source, CameraOptions camera, string? font)
    {
        var (w, h, fps) = (camera.Width, camera.Height, camera.Fps);
        var every = source.Every.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var text = font is null ? "null" : $"drawtext=fontfile={font}:text='%{{localtime}}':x=10:y=10:fontsize=18:fontcolor=white";
        return $"color=c=0x8a8f98:s={w}x{h}:r={fps},drawbox=0:ih*2/3:iw:ih/3:0x5a5f66:fill,loop=-1:1,setpts=N/{fps}/TB[room];"
            + $"color=c=0x203040:s=50x140:r={fps},loop=-1:1,setpts=N/{fps}/TB[man];"
            + $"[room][man]overlay=x='-60+(W+120)*mod(t\\,{every})/8':y=H-170:shortest=0,{text}[out0]";
    }
}
