namespace Mihari.Troubles;

/// <summary>建物の回線断, or 建物の回線が不安定です, of a building that has it now.</summary>
/// <param name="Since">When the first of the cameras was lost, or was unstable.</param>
/// <param name="Cameras">How many were with it.</param>
/// <param name="Kind">Which of the two.</param>
[GenerateSerializer, Immutable, Alias("Mihari.LineTrouble")]
public sealed record LineTrouble(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1)] int Cameras,
    [property: Id(2)] TroubleKind Kind = TroubleKind.BuildingLine);
