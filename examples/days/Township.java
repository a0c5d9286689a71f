// A township clerk's day in Java: receive a letter, name who handles it, report a repair.
// With the client that OpenAPI Generator (openapi-generator-cli generate -g java) writes from /openapi.json:
// java -cp … Township http://127.0.0.1:8080 t001 PASSWORD

import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.GatewayIdentityApi;
import org.openapitools.client.api.GatewayTodosApi;
import org.openapitools.client.api.SupervisionLettersApi;
import org.openapitools.client.api.SupervisionRectificationsApi;
import org.openapitools.client.model.SupervisionContact;
import org.openapitools.client.model.SupervisionLetterView;
import org.openapitools.client.model.SupervisionLettersState;
import org.openapitools.client.model.SupervisionReceipt;
import org.openapitools.client.model.SupervisionRectificationView;
import org.openapitools.client.model.SupervisionRepairSubmission;

public final class Township {
  private static final String ON_THE_SPOT = "镇党政办可查退回通知";

  public static void main(String[] given) throws ApiException {
    ApiClient county = new ApiClient().setBasePath(given[0]);
    county.setBearerToken(new GatewayIdentityApi(county)
        .gatewayIssueToken("password", null, given[1], given[2], null, null, null, null, null, null)
        .getAccessToken());

    new GatewayTodosApi(county).gatewayListAllTodos(null, null, null, null, null).getItems()
        .forEach(todo -> System.out.println("待办：" + todo.getTitle()));

    SupervisionLettersApi letters = new SupervisionLettersApi(county);
    List<SupervisionLetterView> sent = letters.supervisionListLetters(
        1, null, null, null, null, null, null, List.of(SupervisionLettersState.SENT), null, null).getItems();
    for (SupervisionLetterView letter : sent) {
      SupervisionReceipt receipt = new SupervisionReceipt()
          .handler(new SupervisionContact().name("党政办").phone("0990-7654321"));
      letters.supervisionConfirmReceipt(letter.getId(), null, tag(letter.getVersion()), receipt);
      System.out.println("已签收：" + letter.getNumber());
      repair(new SupervisionRectificationsApi(county), letter);
    }
  }

  private static void repair(SupervisionRectificationsApi repairs, SupervisionLetterView letter) throws ApiException {
    List<SupervisionRectificationView> open = repairs.supervisionListRectifications(
        null, null, null, null, null, null, null, null, null, null, letter.getId(), null, null).getItems();
    for (SupervisionRectificationView each : open) {
      SupervisionRepairSubmission done = new SupervisionRepairSubmission()
          .measures("已退回相关事项并向村里说明").onTheSpot(ON_THE_SPOT);
      SupervisionRectificationView shown =
          repairs.supervisionSubmitRepair(each.getId(), done, null, tag(each.getVersion()));
      System.out.println("已报送整改：" + shown.getDescription() + "，状态 " + shown.getState());
    }
  }

  private static String tag(Integer version) {
    return "\"" + version + "\"";
  }
}
