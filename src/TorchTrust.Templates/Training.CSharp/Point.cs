namespace Template._1;

/// <summary>A point of the plane, and the arm of the spiral that it lies on.</summary>
public sealed record Point(float X, float Y, long Arm);
