namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>Each second step has no backward pass of its own.</summary>
internal static class StepWithoutBackward
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
                optimizer.step(); // fault
            }

            Digits.Accuracy(model);
        }
    }
}
