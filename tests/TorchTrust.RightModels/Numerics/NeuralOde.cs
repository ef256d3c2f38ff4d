namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// One network is the slope of an initial value problem, solved by Runge-Kutta steps (Chen et al., 2018).
/// </summary>
internal sealed class NeuralOde : Module<Tensor, Tensor>
{
    private const int Steps = 4;

    private readonly Module<Tensor, Tensor> _slope = Sequential(Linear(4, 16), Tanh(), Linear(16, 3));

    public NeuralOde()
        : base(nameof(NeuralOde)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new NeuralOde()).WithInput(n => randn(n, 3));
        return new RightModel(
            nameof(NeuralOde),
            undeclared,
            undeclared.WithLoss<Tensor>((_, states) => Losses.Regression(states)),
            "One module runs sixteen times in a call, each time on the output of the last.");
    }

    public override Tensor forward(Tensor state)
    {
        using var scope = NewDisposeScope();
        const double step = 1.0 / Steps;
        for (int i = 0; i < Steps; i++)
        {
            double time = i * step;
            Tensor k1 = Slope(state, time);
            Tensor k2 = Slope(state + (k1 * (step / 2)), time + (step / 2));
            Tensor k3 = Slope(state + (k2 * (step / 2)), time + (step / 2));
            Tensor k4 = Slope(state + (k3 * step), time + step);
            state = state + ((k1 + (k2 * 2) + (k3 * 2) + k4) * (step / 6));
        }

        return state.MoveToOuterDisposeScope();
    }

    private Tensor Slope(Tensor state, double time)
    {
        Tensor clock = state.new_zeros(state.shape[0], 1) + time;
        return _slope.call(cat([state, clock], dim: 1));
    }
}
